import { CandidateSitting } from './candidate-sitting.ts';
import { CandidateTest } from './candidate-test.ts';

customElements.define('candidate-sitting', CandidateSitting);
customElements.define('candidate-test', CandidateTest);
