// Tells the third stream, in megabytes, the most memory that this process had. What the system counts for a child begins
// with that of its parent, so the process's own figure is read where there is one.
const { readFileSync, writeSync } = require("node:fs");

function peak() {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on("exit", () => writeSync(3, `${peak() / 1024}`));
