/**
 * The zone of a link-local address as Node takes it (RFC 4007, section 11): the name of the interface, also where its
 * number was written, except on Windows, where zones have numbers only.
 *
 * @returns the zone as it was written when there is no interface of that number. The system says so then.
 */
export function zoneName(zone: string): string {
  const index = Number(zone);
  if (!Number.isInteger(index) || process.platform === 'win32') return zone;
  const interfaces = process.getBuiltinModule('node:os').networkInterfaces();
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    if (addresses.some((address) => address.family === 'IPv6' && address.scopeid === index)) return name;
  }
  return zone;
}
