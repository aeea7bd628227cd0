import { define } from './define.ts';

export { CanditechAssessment } from './canditech-assessment.ts';
export { EmbedError, type EmbedErrorCode } from './embed/error.ts';
export type { CanditechEventMap } from './embed/event.ts';
export type { TokenRequest, TokenResponse } from './embed/session.ts';
export type { FetchToken } from './embed/token-source.ts';
export { define };

define();
