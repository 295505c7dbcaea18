// testing.js does not affect lite.js.

export function isForced(): undefined {}

export function forcedAnswer(): undefined {}

export function forcedMembership(): undefined {}

export function forcedDetails(): undefined {}
