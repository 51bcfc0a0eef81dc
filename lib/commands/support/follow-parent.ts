// Preloaded into every child: when the parent is gone, even killed, the child stops as if told to. A child's own
// children inherit the preload; for them the channel means something else.
if (process.channel && String(process.ppid) === process.env.CONTRAPROVA_PARENT) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
