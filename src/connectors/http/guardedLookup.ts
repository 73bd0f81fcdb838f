import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './addressGuard.ts';

/** A name that leads where nobody may go. */
export class AddressRefused extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'AddressRefused';
  }
}

type Resolve = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const system: Resolve = (hostname, done) => {
  resolve(hostname, { all: true }, done);
};

/**
 * The lookup of a socket that checks every address of the name and hands the checked ones to the connection: one bad
 * address refuses the name, and nothing is resolved a second time.
 */
export function guardedLookup(guard: AddressGuard, protocol: string, port: number, names = system): LookupFunction {
  return (hostname, options, done) => {
    names(hostname, (error, addresses) => {
      if (error !== null) {
        done(error, [], undefined);
        return;
      }
      for (const { address } of addresses) {
        const words = guard.refuse(address, protocol, port);
        if (words !== null) {
          done(new AddressRefused(words), [], undefined);
          return;
        }
      }
      const [first] = addresses;
      if (options.all === true) done(null, addresses);
      else if (first === undefined) done(new AddressRefused('Its name has no address.'), [], undefined);
      else done(null, first.address, first.family);
    });
  };
}
