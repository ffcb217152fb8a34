// Errors of storage/.

export const storage = {};
