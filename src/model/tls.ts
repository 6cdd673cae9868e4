import { z } from 'zod';
import { loopback } from './address.js';

/** What one end of a TLS link is given: absolute paths of PEM files. */
export interface TlsFiles {
  /** Certificate of the authority that the other end's certificate must be of. */
  authority: string;
  certificate: string;
  key: string;
}

/** TLS of a chain: which links, and with whose files. */
export interface PlannedTls {
  /** Folder here in which an authority of the run's own is made, with a certificate for relays and one for the client; null: the user's files. */
  made: string | null;
  /** IPv4 addresses beside the loopback that the certificates of the run's own must name. */
  addresses: string[];
  /** By role with an encrypted link, as its host has them. */
  files: Record<string, TlsFiles>;
  /** What must be brought to other hosts before anything starts there, so that nobody else may read it. */
  copies: TlsCopy[];
  /** Roles, in the order of the chain: `client` to `relay1`, `relay1` to `relay2`, ... */
  links: { from: string; to: string }[];
}

/** A file that another host needs. */
export interface TlsCopy {
  host: string;
  /** Absolute path here. */
  from: string;
  /** Relative to the folder of the run there. */
  to: string;
}

/** The name by which the certificate of who listens at an address is known. */
export const certificateName = (host: string): string => (host === loopback ? 'localhost' : host);

/** What one end tells of TLS connections of a link. */
export const tlsLinkSchema = z.strictObject({
  from: z.string().describe('role of the end that connects: client, relay_1, ...'),
  to: z.string().describe('role of the end that listens'),
  protocol: z.string().describe('such as TLSv1.3'),
  cipher: z.string().describe('such as TLS_AES_256_GCM_SHA384'),
  mutual: z
    .union([z.boolean(), z.null()])
    .describe(
      'whether it verified the certificate of the other end, which had verified its own; null: it does not tell',
    ),
  connections: z.int().describe('connections that it told of; of many it may tell of the first ones only'),
  reported_by: z.string().describe('role of the end that tells'),
});
export type TlsLink = z.infer<typeof tlsLinkSchema>;
