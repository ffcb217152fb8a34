// Params of geglu and its derivative.

struct Params { count: u32, width: u32 }
