// Writes the peak memory of this process, in megabytes, to file descriptor 3. For a child, the system's resource usage starts from that
// of its parent, so the process's own status is read where there is one.
const { readFileSync, writeSync } = require("node:fs");

function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on("exit", () => writeSync(3, `${peak() / 1024}`));
