// Errors of paradigms/.

export const paradigms = {};
