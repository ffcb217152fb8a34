// Errors of graph/.

export const graph = {};
