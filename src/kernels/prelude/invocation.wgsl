// Where a thread stands. A grid of more than 65,535 workgroups is folded into two dimensions by the
// executor, so a kernel asks here for its flat index and guards `index < count`. `Workgroup` holds
// uniform built-ins only: a branch on workgroupIndex may contain barriers, one on threadIndex not.

struct Workgroup {
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) grid: vec3u,
}

fn workgroupIndex(workgroup: Workgroup) -> u32 {
  return workgroup.id.y * workgroup.grid.x + workgroup.id.x;
}

fn threadIndex(workgroup: Workgroup, local: u32) -> u32 {
  return workgroupIndex(workgroup) * 64u + local;
}
