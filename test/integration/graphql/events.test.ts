import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Graph, MILES, startGraph } from './support/startGraph.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.close());

interface Registered {
  readonly registerEventEndpoint: {
    readonly __typename: string;
    readonly secret: string;
    readonly endpoint: { id: string };
  };
}
const REGISTER = `mutation ($input: RegisterEventEndpointInput!) { registerEventEndpoint(input: $input) {
  __typename ... on RegisterEventEndpointSuccess { secret endpoint { id types format keys { scheme publicKey } } }
  ... on PointsError { message } } }`;
const LIST = `query ($id: ID!) { _entities(representations: [{ __typename: "Program", id: $id }]) { ... on Program {
  eventEndpoints { id types disabledReason keys { expiresAt } }
  eventDeliveries(first: 5, states: [PENDING]) { nodes { id } pageInfo { hasNextPage } } } } }`;
const list = async (viewer = {}) => graph.ask(LIST, { variables: { id: MILES }, viewer });
const register = async (input: object, viewer = {}) =>
  graph.ask<Registered>(REGISTER, { variables: { input: { programId: MILES, name: 'CRM', ...input } }, viewer });

test('an endpoint is registered, told its secret once, changed, rotated and removed', async () => {
  const url = 'http://127.0.0.1:9/events';
  const { data } = await register({ url, types: ['POINTS_EARNED', 'TIER_CHANGED'] });
  expect(data).toMatchObject({
    registerEventEndpoint: {
      __typename: 'RegisterEventEndpointSuccess',
      secret: expect.stringMatching(/^whsec_/),
      endpoint: {
        types: ['POINTS_EARNED', 'TIER_CHANGED'],
        format: 'STANDARD',
        keys: [{ scheme: 'V1', publicKey: null }],
      },
    },
  });
  const secret = data?.registerEventEndpoint.secret ?? '';
  const endpointId = data?.registerEventEndpoint.endpoint.id ?? '';
  const act = async (mutation: string, more = '') =>
    graph.ask(
      `mutation { ${mutation}(input: { endpointId: "${endpointId}" ${more} }) { __typename ... on PointsError { message } } }`,
    );
  expect((await act('changeEventEndpoint', 'isDisabled: true types: null')).data).toEqual({
    changeEventEndpoint: { __typename: 'ChangeEventEndpointSuccess' },
  });
  expect((await act('rotateEventEndpointSecret')).data).toMatchObject({
    rotateEventEndpointSecret: { __typename: 'RotateEventEndpointSecretSuccess' },
  });
  expect((await act('rotateEventEndpointSecret')).data).toMatchObject({
    rotateEventEndpointSecret: { __typename: 'EventEndpointRotationUnderWay' },
  });
  const listed = await list();
  expect(listed.data).toMatchObject({
    _entities: [
      {
        eventEndpoints: [{ id: endpointId, types: null, disabledReason: 'An operator disabled it.' }],
        eventDeliveries: { nodes: [] },
      },
    ],
  });
  expect(JSON.stringify([listed, graph.takeLog()])).not.toContain(secret);
  expect((await act('sendTestEvent')).data).toEqual({ sendTestEvent: { __typename: 'SendTestEventSuccess' } });
  expect((await act('removeEventEndpoint')).data).toMatchObject({
    removeEventEndpoint: { __typename: 'RemoveEventEndpointSuccess' },
  });
  expect((await act('changeEventEndpoint')).data).toMatchObject({
    changeEventEndpoint: { __typename: 'EventEndpointNotFound' },
  });
});

test('nobody registers for a program that is not theirs, for a member, or at a private address', async () => {
  const url = 'http://127.0.0.1:9/events';
  const type = async (answer: ReturnType<typeof register>) => (await answer).data?.registerEventEndpoint.__typename;
  expect(await type(register({ url }, { programs: new Set(['stars']) }))).toBe('ProgramNotFound');
  expect(await type(register({ url: 'https://10.0.0.1/' }))).toBe('EventEndpointUrlRefused');
  for (const viewer of [{ memberId: 'ann' }, { scopes: new Set(['points:read'] as const) }]) {
    expect((await register({ url }, viewer)).errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect((await list(viewer)).errors[0]?.extensions['code']).toBe('FORBIDDEN');
  }
});
