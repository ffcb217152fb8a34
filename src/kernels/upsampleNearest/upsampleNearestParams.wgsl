// Params of nearest upsampling and its derivative.

struct Params { count: u32, height: u32, width: u32, outHeight: u32, outWidth: u32, channels: u32 }
