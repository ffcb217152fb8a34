// Errors of kernels/.

export const kernels = {};
