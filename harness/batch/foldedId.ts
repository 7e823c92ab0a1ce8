// When two ids mean one student.

/** What ids have in common that match: case, surrounding space and the way accents are stored do not tell students apart. */
export function foldedId(id: string): string {
  return id.trim().normalize('NFC').toLowerCase();
}
