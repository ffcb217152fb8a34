// Errors of runs/.

export const runs = {};
