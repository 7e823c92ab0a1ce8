// Text cut to a length, with a note that says so.

const NOTE = ' … (cut)';

/** Text of at most `limit` characters (UTF-16 units); where something is left out it ends in `note`. */
export function cutTo(text: string, limit: number, note = NOTE): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, Math.max(0, limit - note.length));
  return `${withoutHalf(kept)}${note}`.slice(0, limit);
}

/** A character of two units that was cut in half would not be text any more. */
function withoutHalf(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
