// Errors of executors/.

export const executors = {};
