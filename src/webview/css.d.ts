// Style sheets are bundled by esbuild into one beside the script of the page.
declare module '*.css';
