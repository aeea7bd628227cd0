const plural = (n: number, one: string, many: string) =>
  `${new Intl.NumberFormat().format(n)} ${n === 1 ? one : many}`;
const minutes = (n: number) => plural(n, 'minute', 'minutes');
const questions = (n: number) => plural(n, 'question', 'questions');

export const text = {
  lang: 'en',
  loading: 'Opening your assessment…',
  retry: 'Try again',
  points: (n: number) => plural(n, 'point', 'points'),

  welcome: {
    greeting: (name: string, workspace: string) =>
      `Hello ${name}, ${workspace} asks you to take this assessment:`,
    time: 'Time',
    timed: (n: number) => `${minutes(n)} from the moment you begin`,
    untimed: 'No time limit',
    extent: 'Questions',
    extentOf: (count: number, sections: number) =>
      sections === 1 ? `${count}` : `${count} in ${sections} sections`,
    kinds: 'You will',
    kind: {
      single: 'choose one answer',
      multiple: 'choose several',
      number: 'give a number',
      text: 'give a short text',
      ordering: 'put things in order',
      matching: 'match pairs',
      open: 'write in your own words',
    } as Record<string, string>,
    until: 'Begin before',
    sections: 'Sections',
    sectionOf: (count: number, time: number | undefined) =>
      time === undefined ? questions(count) : `${questions(count)}, about ${minutes(time)}`,
    how: 'How it works',
    rules: (timed: boolean) => [
      timed
        ? 'The clock starts when you press Begin, not before. It keeps running if you close the page.'
        : 'There is no clock: take the time you need.',
      'Answers are saved as you type. If something fails, open the link in your mail again, on this or another device, and go on where you were.',
      'Move between the questions as you like, and change answers until you submit.',
      ...(timed ? ['When the time is over, what is saved is handed in for you.'] : []),
    ],
    recorded: 'What is recorded',
    recordedText:
      'Your answers, and when you opened the link, began, saved and submitted. Nothing else: no camera, no microphone, no watching of your screen, no tracking.',
    seen: 'Who sees it',
    seenText: (workspace: string) =>
      `The people at ${workspace} who decide about your application, also in the recruiting software they use.`,
    help: (workspace: string) =>
      `You need more time, or another arrangement? Write to your contact at ${workspace} before you begin.`,
    begin: 'Begin',
    beginning: 'Beginning…',
  },

  bar: {
    label: 'Your test',
    left: (n: number) => `${n} min left`,
    leftExact: (clock: string) => `${clock} left`,
    over: 'Time is over',
    hide: 'Hide time',
    show: 'Show time',
    announce: (n: number) => (n === 1 ? 'One minute left.' : `${n} minutes left.`),
    unsaved: 'Saved as you type',
    saving: 'Saving…',
    saved: (time: string) => `Saved ${time}`,
    notSaved: 'Not saved yet',
  },

  trouble: {
    text: (n: number, timed: boolean) =>
      `We cannot reach the server. ${n === 1 ? 'One answer is' : `${n} answers are`} kept in this browser and will be saved as soon as the connection is back${timed ? '; to count, that has to be before your time ends' : ''}. Just go on, and do not clear the browser’s data.`,
    now: 'Try now',
  },

  moreTime: {
    text: (n: number) => `You have ${minutes(n)} more: the company has moved the end of your time.`,
    close: 'OK',
  },

  list: {
    label: 'Questions',
    toggle: (answered: number, count: number) => `Questions: ${answered} of ${count} answered`,
    item: (n: number, state: string, marked: boolean) =>
      `Question ${n}, ${state}${marked ? ', marked for later' : ''}`,
    state: { open: 'open', partial: 'partly answered', answered: 'answered' },
    legend: { answered: 'Answered', partial: 'Partly answered', open: 'Open', marked: 'Marked' },
    review: 'Review and submit',
  },

  question: {
    heading: (n: number, count: number) => `Question ${n} of ${count}`,
    moves: 'Move through the test',
    back: 'Back',
    next: 'Next',
    review: 'Review and submit',
    mark: 'Mark for later',
    isMarked: 'Marked for later',
    answer: 'Your answer',
    single: 'Choose one.',
    multiple: 'Choose all that are right.',
    ordering: 'Put these in order, first at the top.',
    matching: 'Choose the match for each.',
    clear: 'Clear answer',
    readAs: (number: string) => `Read as ${number}`,
    numberHint: 'Digits only, with a point or comma for decimals.',
    notNumber: (typed: string) =>
      `“${typed}” is not a number, so this question counts as open. Write digits without units, such as 12.5.`,
    choose: 'Choose…',
    up: 'Up',
    down: 'Down',
    moveUp: (item: string) => `Move up: ${item}`,
    moveDown: (item: string) => `Move down: ${item}`,
    moved: (item: string, place: number, count: number) => `${item}: now ${place} of ${count}.`,
    unmoved: 'Not answered yet: move an item, or confirm the order shown.',
    asShown: 'This order is right',
    kept: 'This order is your answer.',
    charactersLeft: (n: number) => `${plural(n, 'character', 'characters')} left`,
    tooLong: (n: number) =>
      `${plural(n, 'character', 'characters')} too many: shorten it. Until then it is only kept in this browser, and what was saved before counts.`,
    refused: (reason: string) => `This answer is not saved. ${reason}`,
    newer: (time: string) =>
      `A newer answer was saved in another window or on another device at ${time}. It is shown here. You had entered this:`,
    newerKeep: 'Keep the newer one',
    newerMine: 'Use mine',
    nothing: '(nothing)',
  },

  review: {
    heading: 'Review and submit',
    complete: (n: number) => `You have answered all ${questions(n)}.`,
    progress: (answered: number, count: number) => `You have answered ${answered} of ${questions(count)}.`,
    open: 'Still open',
    marked: 'Marked for later',
    link: (n: number, section: string) => `Question ${n}, ${section}`,
    partial: 'partly answered',
    final: 'After you submit, you cannot change your answers.',
    back: 'Back to the questions',
    submit: 'Submit answers',
    submitting: 'Submitting…',
    ask: (open: number) => `Submit with ${questions(open)} open?`,
    askText: (open: number) =>
      `${open === 1 ? 'One question is' : `${open} questions are`} not fully answered. After you submit, you cannot change your answers.`,
    anyway: 'Submit anyway',
    notYet: 'Do not submit yet',
    unsaved: (n: number) =>
      `Not submitted: ${n === 1 ? 'one answer is' : `${n} answers are`} not saved yet, only kept in this browser. Check your connection and submit again.`,
    refused: 'Not submitted: an answer could not be saved. Look at the questions below.',
    notSaved: 'Could not be saved',
    failed: (reason: string) => `Not submitted. ${reason}`,
  },

  ended: {
    heading: 'Your time is over',
    closing: 'Your answers are being handed in. Please leave this page open for a moment.',
    waiting:
      'We cannot reach the server now. Everything that was saved is handed in in any case. We keep trying, also with what is kept in this browser.',
  },

  receipt: {
    heading: 'Your answers are handed in',
    timeEnded: 'Your time was over, so everything that was saved was handed in for you.',
    missed: (n: number) =>
      `${n === 1 ? 'One answer' : `${n} answers`} reached us too late to count. Tell your contact at the company if the connection was the reason.`,
    when: 'Handed in',
    assessment: 'Assessment',
    answered: 'Answered',
    answeredOf: (answered: number, count: number) => `${answered} of ${questions(count)}`,
    next: 'What happens next',
    nextText: (workspace: string) =>
      `${workspace} looks at your answers and gets in touch with you. You have a receipt by e-mail. There is nothing more to do here; you can close this page.`,
  },

  problem: {
    wrongLink: {
      heading: 'This link does not work',
      body: 'It is incomplete, or it is no longer valid.',
      advice:
        'Open the newest invitation in your mailbox and follow its link, or copy it whole into the address bar. If that does not help, ask the company for a new one.',
    },
    noSession: {
      heading: 'Open the link in your mail',
      body: 'This page needs the personal link from your invitation, or your test was opened on another device since.',
      advice:
        'Follow the link in the mail once more. Your saved answers are there, and you go on where you were.',
    },
    moved: {
      heading: 'Your test is open on another device',
      body: 'It can be answered in one place at a time, and the latest one counts. Everything you had saved is there.',
      advice: 'To go on here, open the link in your mail again on this device.',
    },
    otherTab: {
      heading: 'Your test is open in another window',
      body: 'It can be answered in one place at a time. Everything you typed here is kept.',
      advice: 'Go on in the other window, or here.',
      action: 'Go on here',
    },
    expired: {
      heading: 'This invitation has expired',
      body: 'The time in which you could begin is over.',
      advice: (workspace: string) =>
        `If you still want to take the assessment, ask your contact at ${workspace} for more time. The same link then works again.`,
    },
    cancelled: {
      heading: 'This invitation was withdrawn',
      body: 'The company does not need this assessment from you any more.',
      advice: (workspace: string) => `If that surprises you, ask your contact at ${workspace}.`,
    },
    offline: {
      heading: 'We cannot reach the server',
      body: 'Your link is fine, and nothing is lost.',
      advice: 'Check your connection. The page tries again by itself when you are back online.',
    },
    failed: {
      heading: 'Something went wrong on our side',
      body: 'It is not your fault, and your saved answers are safe.',
      advice: 'Try again in a minute. If it stays, tell your contact at the company.',
    },
    company: 'the company',
  },
};
