/** Whether Ctrl-Z can stop a process: Windows has no SIGSTOP, and `process.kill` throws for it. */
export const canSuspend = process.platform !== 'win32';
