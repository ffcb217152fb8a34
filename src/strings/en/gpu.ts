// Words of "Measure this GPU".

export const gpu = {
  title: 'What this GPU reaches',
  measure: 'Measure this GPU',
  again: 'Measure again',
  families: {
    product: 'Matrix products',
    convolution: '3 × 3 convolutions',
    attention: 'Attention',
  },
  rate: (gflops: string) => `${gflops} GFLOP/s`,
  notMeasured: 'not measured in the time',
  step: (model: string, size: string, batch: string, gflop: string, time: string | null) =>
    `A step of ${model} at ${size} px, batch ${batch}, has ${gflop} GFLOP: ` +
    (time === null
      ? 'its time is not known from these.'
      : `at these rates ${time}, and what norms and other small operations take beside it.`),
  copy: 'Copy the report (one line of JSON)',
  copied: 'Copied',
};

export const gpuPhases = { measureGpu: 'Measuring kernels' };
