// Errors of evaluate/.

export const evaluate = {};
