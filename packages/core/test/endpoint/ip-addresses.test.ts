import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint } from '../../src/endpoint/index.js';
import { canonicalIpv6 } from '../../src/endpoint/ipv6.js';
import { ZMQError } from '../../src/errors/zmq-error.js';

const canonical = (text: string) => formatEndpoint(parseEndpoint(text));

// The parse cases of libzmq's unittest_ip_resolver that need no resolver.
describe('addresses parse as in libzmq, B-040 B-042', () => {
  it.each([
    ['test_bind_any', '*:*', '*:*'],
    ['test_bind_any_port1234', '*:1234', '*:1234'],
    ['test_nobind_addr_port0', '127.0.0.1:0', '127.0.0.1:*'],
    ['test_parse_ipv4_simple', '1.2.128.129:1', '1.2.128.129:1'],
    ['test_parse_ipv4_zero', '0.0.0.0:1', '0.0.0.0:1'],
    ['test_parse_ipv4_max', '255.255.255.255:1', '255.255.255.255:1'],
    ['test_parse_ipv4_port_brackets', '[192.168.1.1]:5555', '192.168.1.1:5555'],
    ['test_parse_ipv6_simple', '[::1]:1', '[::1]:1'],
    ['test_parse_ipv6_simple2', '[abcd:1234::1:0:234]:1', '[abcd:1234::1:0:234]:1'],
    ['test_parse_ipv6_zero', '[::]:1', '[::]:1'],
    [
      'test_parse_ipv6_max',
      '[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:1',
      '[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:1',
    ],
    ['test_parse_ipv6_port', '[1234::1]:80', '[1234::1]:80'],
    ['test_parse_ipv6_port_any', '[1234::1]:*', '[1234::1]:*'],
    ['test_parse_ipv6_scope_int', '[3000:4:5::1:234%2]:1111', '[3000:4:5::1:234%2]:1111'],
    ['test_parse_ipv6_scope_if_port_brackets', '[3000:4:5::1:234%eth0]:8080', '[3000:4:5::1:234%eth0]:8080'],
    ['test_dns_ipv4_port', 'ip.zeromq.org:1234', 'ip.zeromq.org:1234'],
    ['test_dns_brackets_port', '[ip.zeromq.org]:22', 'ip.zeromq.org:22'],
  ])('%s: %s', (_, address, expected) => {
    expect(canonical(`tcp://${address}`)).toBe(`tcp://${expected}`);
  });

  it.each([
    ['test_parse_ipv4_brackets_missingl', '1.2.128.129]:1'],
    ['test_parse_ipv4_brackets_missingr', '[1.2.128.129:1'],
    ['test_parse_ipv4_brackets_bad', '[1.2.128].129:1'],
    ['test_parse_ipv4_port_missing', '1.2.3.4'],
    ['test_parse_ipv4_port_bad', '1.2.3.4:bad'],
    ['test_parse_ipv4_port_brackets_bad', '[192.168.1.1:]5555'],
    ['test_parse_ipv4_port_brackets_bad2', '[192.168.1.1:5555]'],
    ['test_parse_ipv4_wild_brackets_bad', '[192.168.1.1:*]'],
    ['test_parse_ipv6_brackets_missingl', '::1]:1'],
    ['test_parse_ipv6_brackets_missingr', '[::1:1'],
    ['test_parse_ipv6_brackets_bad', '[abcd:1234::1:]0:234'],
    ['test_parse_ipv6_scope_zero', '[3000:4:5::1:234%0]:1'],
    ['test_dns_brackets_bad', '[ip.zeromq].org:1'],
    ['test_dns_brackets_port_bad', '[ip.zeromq.org:22]'],
  ])('%s: %s is refused', (_, address) => {
    expect(() => parseEndpoint(`tcp://${address}`)).toThrow(ZMQError);
  });

  // What libzmq lets pass and is refused here, because it means something else than it seems to.
  it.each([
    ['test_parse_ipv4_port_garbage', '1.2.3.4:567bad'],
    ['test_parse_ipv6_port_nobrackets', 'abcd:1234::1:0:234:123'],
    ['test_parse_ipv6_scope_int_port', '3000:4:5::1:234%2:1111'],
    ['test_dns_ipv6_scope_port', 'ip.zeromq.org%lo0:4444'],
  ])('%s: %s is stricter here', (_, address) => {
    expect(() => parseEndpoint(`tcp://${address}`)).toThrow(ZMQError);
  });
});

describe('an IPv6 address gets the one text RFC 5952 gives it', () => {
  it.each([
    ['2001:db8::0001', '2001:db8::1', 'section 4.1, no leading zeros'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1', 'section 4.2.1, as short as possible'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1', 'section 4.2.2, a single zero stays'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1', 'section 4.2.3, the longest run'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1', 'section 4.2.3, the first of two'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', 'section 4.2.2, not even at the end'],
    ['2001:DB8::ABCD', '2001:db8::abcd', 'section 4.3, lower case'],
    ['0:0:0:0:0:0:0:0', '::', 'all zeros'],
    ['1:0:0:0:0:0:0:0', '1::', 'zeros at the end'],
    ['::ffff:c000:201', '::ffff:192.0.2.1', 'section 5, IPv4-mapped'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221', 'a dotted end of another prefix'],
  ])('%s is %s: %s', (text, expected) => {
    expect(canonicalIpv6(text)).toBe(expected);
    expect(canonicalIpv6(expected)).toBe(expected);
  });
});
