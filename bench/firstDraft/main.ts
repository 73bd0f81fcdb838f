/** The subgraph that one would write first, as a process: FIRST_DRAFT_DATABASE_URL and PORT say where. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { type Context, createContext, resolvers } from './resolvers.ts';
import { typeDefs } from './typeDefs.ts';

const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env['FIRST_DRAFT_DATABASE_URL'] ?? '', max: 32 }),
});
const server = new ApolloServer<Context>({ schema: buildSubgraphSchema([{ typeDefs, resolvers }]) });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env['PORT']) },
  context: async () => Promise.resolve(createContext(prisma)),
});
process.stdout.write(`ready at ${url}\n`);
