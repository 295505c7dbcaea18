/** What shows the characters after it in another order or on another line; it is not in ids. */
const reordering = /[\u2028-\u202e\u2066-\u2069]/g;

/** A part of JSON that is shown as it is read: what would show it in another order is escaped in its texts. */
export function escapeReordering(json: string): string {
  // For ASCII texts, however long, this takes no time.
  return json.replace(reordering, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}
