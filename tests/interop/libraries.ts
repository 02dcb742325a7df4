/** The other libraries that sockets of ours are tested with. */
export const LIBRARIES = ['pyzmq', 'czmq'] as const;

export type LibraryName = (typeof LIBRARIES)[number];

/** What processes can meet over: names of inproc end at the process. */
export const MEETING_TRANSPORTS = ['tcp', 'ipc'] as const;

export type MeetingTransport = (typeof MEETING_TRANSPORTS)[number];
