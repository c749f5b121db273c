/** A rating from 1 to 5 as it is shown everywhere: "★★★☆☆"; empty where there is none. */
export function stars(rating: number | null): string {
  return rating === null ? '' : '★'.repeat(rating) + '☆'.repeat(5 - rating);
}
