import { CanditechAssessment } from './canditech-assessment.ts';

export { CanditechAssessment };
export { EmbedError, type EmbedErrorCode } from './embed/error.ts';
export type { CanditechEventMap } from './embed/event.ts';
export type { TokenRequest, TokenResponse } from './embed/session.ts';
export type { FetchToken } from './embed/token-source.ts';

CanditechAssessment.define();
