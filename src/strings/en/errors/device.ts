// Errors of device/.

export const device = {};
