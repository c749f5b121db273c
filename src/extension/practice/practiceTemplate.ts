/** The chat template of the practice text, in Jinja as servers tell it: the contents with blank lines between them. */
export const practiceTemplate =
  "{% for m in messages %}{{ m['content'] }}{% if not loop.last %}{{ '\\n\\n' }}{% endif %}{% endfor %}";
