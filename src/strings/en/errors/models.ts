// Errors of models/.

export const models = {};
