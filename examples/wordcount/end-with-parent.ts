// To be imported first. The channel to the parent process is closed when the parent lets go of it, and by the system when
// the parent is killed, perhaps while this process is still loading its modules: then the event has been missed.
process.once('disconnect', () => process.exit());
if (!process.connected) process.exit();

// Ctrl-C reaches every process of a terminal, and SIGTERM those of a group; when to stop is for the parent to decide.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
