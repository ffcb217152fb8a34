// Params of kernels that need no more than how many threads have work.

struct Params { count: u32 }
