/** The lines with which git begins the merge conflicts that it leaves in a text. */
export const conflictMark = /^<{7}(?: .*)?$/gm;
