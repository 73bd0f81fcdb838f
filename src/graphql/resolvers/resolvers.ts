import type { Resolvers } from '../generated/types.ts';
import { dateScalar } from '../scalars/date.ts';
import { dateTimeScalar } from '../scalars/dateTime.ts';
import { engineSettingsScalar } from '../scalars/engineSettings.ts';
import { pointsScalar } from '../scalars/points.ts';
import { Earning } from './Earning.ts';
import { EarningLine } from './EarningLine.ts';
import { EarningRuleVersion } from './EarningRuleVersion.ts';
import { EarningSimulation } from './EarningSimulation.ts';
import { EngineKind } from './EngineKind.ts';
import { EventDelivery } from './EventDelivery.ts';
import { EventEndpoint } from './EventEndpoint.ts';
import { EventEndpointKey } from './EventEndpointKey.ts';
import { LedgerEntry } from './LedgerEntry.ts';
import { Member } from './Member.ts';
import { Mutation } from './Mutation.ts';
import { PointsAccount } from './PointsAccount.ts';
import { Program } from './Program.ts';
import { ProgramEngine } from './ProgramEngine.ts';
import { Query } from './Query.ts';
import { ReconciliationItem } from './ReconciliationItem.ts';
import { ReconciliationRun } from './ReconciliationRun.ts';
import { Redemption } from './Redemption.ts';
import { SecurityEvent } from './SecurityEvent.ts';
import { WebhookKey } from './WebhookKey.ts';

/** What is not here is a property of its parent. */
export const resolvers: Resolvers = {
  Date: dateScalar,
  DateTime: dateTimeScalar,
  EngineSettings: engineSettingsScalar,
  Points: pointsScalar,
  Earning,
  EarningLine,
  EarningRuleVersion,
  EarningSimulation,
  EngineKind,
  EventDelivery,
  EventEndpoint,
  EventEndpointKey,
  LedgerEntry,
  Member,
  Mutation,
  PointsAccount,
  Program,
  ProgramEngine,
  Query,
  ReconciliationItem,
  ReconciliationRun,
  Redemption,
  SecurityEvent,
  WebhookKey,
};
