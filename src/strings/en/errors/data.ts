// Errors of data/.

export const data = {};
