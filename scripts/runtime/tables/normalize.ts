/** An id as it is compared: in NFC, and in lower case where its scope ignores case. Applied twice it changes nothing. */
export function normalizeId(id: string, ignoreCase: boolean): string {
  if (isSettled(id, ignoreCase)) return id;
  const composed = id.normalize("NFC");
  return ignoreCase ? composed.toLowerCase().normalize("NFC") : composed;
}

/** Units below U+0300 are NFC as they are; so most ids need no look at Unicode's tables. */
function isSettled(id: string, ignoreCase: boolean): boolean {
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    if (unit >= 0x300) return false;
    if (ignoreCase && ((unit >= 0x41 && unit <= 0x5a) || unit >= 0x80)) return false;
  }
  return true;
}
