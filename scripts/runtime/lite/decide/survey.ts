// The compiler asks flags.js, so none of this is needed, and the calls are removed.

export function notedPosition(): undefined {}

export function notePosition(): void {}

export function notesPositions(): undefined {}

export function hear(): void {}

export function assumedHash(): undefined {}

export function assumesMet(): undefined {}

export function notedAnswer(): undefined {}

export function noteAnswer(): undefined {}
