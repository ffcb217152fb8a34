// Errors of worker/.

export const worker = {};
