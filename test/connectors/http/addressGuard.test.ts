import { describe, expect, it } from 'vitest';
import { createAddressGuard } from '../../../src/connectors/http/addressGuard.ts';
import { refuseUrl } from '../../../src/connectors/http/engineUrl.ts';
import { AddressRefused, guardedLookup } from '../../../src/connectors/http/guardedLookup.ts';

describe('URLs that somebody types in', () => {
  it.each([
    'https://loyalty.example.com/api',
    'https://loyalty.example.com:8443',
    'https://203.0.114.7/',
    'https://[2606:4700::1111]/',
  ])('may be public ones: %s', (url) => {
    expect(refuseUrl(url, [])).toBeNull();
  });

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://0.0.0.0/',
  ])('never lead into a private network, however they spell it: %s', (url) => {
    expect(refuseUrl(url, [])).toMatch(/private/);
  });

  it.each([
    ['http://203.0.114.7/', /https/],
    ['ftp://loyalty.example.com/', /https/],
    ['https://203.0.114.7:22/', /port/],
    ['https://user:secret@loyalty.example.com/', /user name/],
    ['https://loyalty.example.com/?token=secret', /path/],
    ['https://loyalty.example.com/#here', /path/],
    ['not an URL', /URL/],
  ])('are refused in words that do not repeat them: %s', (url, words) => {
    expect(refuseUrl(url, [])).toMatch(words);
    expect(refuseUrl(url, [])).not.toMatch(/secret/);
  });

  it('may be what an operator opened, by plain http and on any port', () => {
    expect(refuseUrl('http://10.1.2.3:9000/', ['10.1.0.0/16'])).toBeNull();
    expect(refuseUrl('https://10.2.2.3/', ['10.1.0.0/16'])).toMatch(/private/);
    expect(refuseUrl('http://[::ffff:10.1.2.3]/', ['10.1.2.3'])).toBeNull();
  });
});

describe('names', () => {
  it('lead to the very addresses that were checked', async () => {
    expect(await look(['203.0.114.7'], false)).toBe('203.0.114.7');
    expect(await look(['203.0.114.7', '2606:4700::1111'], true)).toHaveLength(2);
  });

  it('are refused for one bad address among good ones', async () => {
    await expect(look(['203.0.114.7', '10.0.0.1'], true)).rejects.toBeInstanceOf(AddressRefused);
    await expect(look(['203.0.114.7', '::1'], false)).rejects.toBeInstanceOf(AddressRefused);
    await expect(look([], false)).rejects.toBeInstanceOf(AddressRefused);
    expect(await look(['10.0.0.1'], true, ['10.0.0.0/8'])).toHaveLength(1);
  });
});

async function look(addresses: readonly string[], all: boolean, opened: readonly string[] = []): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const lookup = guardedLookup(createAddressGuard(opened), 'https:', 443, (_, done) => {
      done(null, found);
    });
    lookup('engine.example', { all }, (error, address) => {
      if (error === null) resolve(address);
      else reject(error);
    });
  });
}
