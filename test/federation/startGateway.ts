import { composeServices } from '@apollo/composition';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { parse } from 'graphql';
import { type RunningServer, serveApollo } from './serveApollo.ts';

export interface ComposedSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

interface GatewayContext {
  readonly forwarded: Readonly<Record<string, string>>;
}

export interface GatewaySettings {
  /** The client's headers that every subgraph gets, like "authorization". */
  readonly forward?: readonly string[];
  /** Headers that the gateway itself adds for every subgraph, whatever the client sent. */
  readonly add?: Readonly<Record<string, string>>;
}

/** The stand-in for a company's router: composes the subgraphs and serves them, on a free port of loopback. */
export async function startGateway(
  subgraphs: readonly ComposedSubgraph[],
  { forward = [], add = {} }: GatewaySettings = {},
): Promise<RunningServer> {
  const gateway = new ApolloGateway({
    supergraphSdl: composeSupergraph(subgraphs),
    logger: silent,
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource<GatewayContext>({
        url,
        willSendRequest(options) {
          // The gateway's own requests, to look whether a subgraph is there, speak for no client.
          if (!('incomingRequestContext' in options)) return;
          const { request, context } = options;
          for (const [name, value] of Object.entries(context.forwarded)) request.http?.headers.set(name, value);
        },
      }),
  });
  const apollo = new ApolloServer<GatewayContext>({ gateway, logger: silent });
  await apollo.start();
  return serveApollo(apollo, ({ headers }) => {
    const forwarded = forward.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    return { forwarded: { ...Object.fromEntries(forwarded), ...add } };
  });
}

/** Throws with the composer's own words when the subgraphs do not fit together. */
function composeSupergraph(subgraphs: readonly ComposedSubgraph[]): string {
  const composed = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (composed.supergraphSdl === undefined) {
    throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  }
  return composed.supergraphSdl;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
