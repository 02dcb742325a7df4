// @ts-check
// Loaded with --import before a program: it sees process.platform as AS_PLATFORM says. What Node itself does stays as it is.
Object.defineProperty(process, 'platform', { value: process.env['AS_PLATFORM'] });
