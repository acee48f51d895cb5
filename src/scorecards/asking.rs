//! Rules are asked, again only where a fact that they read has changed.

use super::exemption::{self, Exemption};
use super::ladder::{self, Reached};
use super::rubric::{AskedCard, AskedRule, Rubric};
use super::service::{Moment, Timeline, blank};
use super::verdict::Verdict;
use super::{CardStanding, RuleResult, ServiceScore, told};
use crate::rules::{Answer, Facts, Missing, Rule, Tier, Vocabulary};
use milepost_model::Instant;
use std::sync::PoisonError;

/// The last answer of a rule, and what it rested on.
#[derive(Clone, Default)]
struct Asked {
    fingerprint: Option<(u64, usize)>,
    answer: Option<Answer>,
}

/// A rule that remembers its last answer.
struct Question<'r> {
    rule: &'r Rule,
    last: Asked,
}

impl<'r> Question<'r> {
    fn new(rule: &'r Rule) -> Self {
        Self { rule, last: Asked::default() }
    }

    fn ask(&mut self, facts: &Facts<'_>, files: usize) -> &Answer {
        // A rule that asks for files of its own rests on all files.
        let epoch = if self.rule.probes().is_empty() { 0 } else { files };
        let fingerprint = Some((facts.fingerprint(self.rule.reads()), epoch));
        if self.last.fingerprint != fingerprint || self.last.answer.is_none() {
            self.last = Asked { fingerprint, answer: Some(self.rule.ask(facts)) };
        }
        self.last.answer.as_ref().expect("because it was just asked")
    }

    fn holds(&mut self, facts: &Facts<'_>, files: usize) -> bool {
        *self.ask(facts, files) == Answer::Yes
    }
}

/// The questions of one service, with their last answers.
struct Questions<'r> {
    rules: Vec<(Question<'r>, Option<Question<'r>>)>,
    cards: Vec<Option<Question<'r>>>,
    campaigns: Vec<Option<Question<'r>>>,
}

/// Where a service stands on everything, week by week.
pub(super) fn ask(rubric: &Rubric, instants: &[Instant], timeline: &Timeline<'_>) -> ServiceScore {
    let mut questions = Questions {
        rules: rubric.rules.iter().map(|rule| (Question::new(&rule.pass), rule.scope.as_ref().map(Question::new))).collect(),
        cards: rubric.cards.iter().map(|card| card.scope.as_ref().map(Question::new)).collect(),
        campaigns: rubric.campaigns.iter().map(|campaign| campaign.scope.as_ref().map(Question::new)).collect(),
    };
    let mut histories: Vec<Vec<Verdict>> = vec![Vec::with_capacity(instants.len()); rubric.rules.len()];
    let mut levels: Vec<Vec<Option<Reached>>> = vec![Vec::with_capacity(instants.len()); rubric.cards.len()];
    let mut facts = blank(timeline.files);
    let mut before: Option<Moment> = None;
    let mut exempt = Vec::new();
    let mut campaigns = Vec::new();
    for (week, &at) in instants.iter().enumerate() {
        if !timeline.exists(at) {
            for history in &mut histories {
                history.push(Verdict::Outside);
            }
            for history in &mut levels {
                history.push(None);
            }
            continue;
        }
        let epochs = before.as_ref().map(Moment::epochs);
        let moment = timeline.moment(at, (week + 1 < instants.len()).then_some(week), before.take());
        *timeline.files.asked_at.write().unwrap_or_else(PoisonError::into_inner) = at;
        timeline.tell(&rubric.facts, &moment, epochs, &mut facts);
        exempt = exemption::of(moment.entity.as_ref().unwrap_or(timeline.entity.entity), at);
        // The present is asked afresh: what is known of it is more than of the weeks before.
        let files = if week + 1 == instants.len() { usize::MAX } else { moment.epochs().1 };
        let now = questions.now(rubric, &facts, files, &exempt);
        for (history, verdict) in histories.iter_mut().zip(&now.verdicts) {
            history.push(*verdict);
        }
        for ((history, card), is_in) in levels.iter_mut().zip(&rubric.cards).zip(&now.cards) {
            history.push(is_in.then(|| level(card, &rubric.rules, &now.verdicts, at, None)));
        }
        campaigns = now.campaigns;
        before = Some(moment);
    }
    let Some(&at) = instants.last() else { return ServiceScore::default() };
    let score = Ended { rubric, instants, at, facts: &facts, exempt: &exempt, questions: &questions, campaigns }.score(histories, levels);
    ServiceScore { told: told::of(rubric, &facts, &score), ..score }
}

/// What everything says at one instant.
struct Now {
    verdicts: Vec<Verdict>,
    cards: Vec<bool>,
    campaigns: Vec<bool>,
}

impl Questions<'_> {
    fn now(&mut self, rubric: &Rubric, facts: &Facts<'_>, files: usize, exempt: &[Exemption]) -> Now {
        let is_in = |question: &mut Option<Question<'_>>| question.as_mut().is_none_or(|question| question.holds(facts, files));
        let cards: Vec<bool> = self.cards.iter_mut().map(is_in).collect();
        let campaigns: Vec<bool> = self.campaigns.iter_mut().map(is_in).collect();
        let is_asked = |rule: usize| {
            let by_card = rubric.cards.iter().zip(&cards).any(|(card, is_in)| *is_in && card.rungs.iter().any(|rung| rung.rule == rule));
            by_card || rubric.campaigns.iter().zip(&campaigns).any(|(campaign, is_in)| *is_in && campaign.rules.contains(&rule))
        };
        let verdict = |(place, (pass, scope)): (usize, &mut (Question<'_>, Option<Question<'_>>))| {
            if !is_asked(place) {
                return Verdict::Outside;
            }
            match scope.as_mut().map(|scope| scope.ask(facts, files)) {
                None | Some(Answer::Yes) => {}
                Some(Answer::No | Answer::Broken(_)) => return Verdict::NotApplicable,
                Some(Answer::Unknown(_)) => return Verdict::Unknown,
            }
            let is_exempt = || exempt.iter().any(|exemption| exemption.rule == rubric.rules[place].settings.id);
            match pass.ask(facts, files) {
                Answer::Yes => Verdict::Pass,
                _ if is_exempt() => Verdict::Exempt,
                Answer::No => Verdict::Fail,
                Answer::Unknown(_) | Answer::Broken(_) => Verdict::Unknown,
            }
        };
        Now { verdicts: self.rules.iter_mut().enumerate().map(verdict).collect(), cards, campaigns }
    }
}

/// Whether a rule counts at an instant.
pub(super) fn counts(rule: &AskedRule, at: Instant) -> bool {
    rule.settings.starts_on.is_none_or(|day| day <= at.date_naive())
}

/// The level that these verdicts make, of one category alone or of all rules.
fn level(card: &AskedCard, rules: &[AskedRule], verdicts: &[Verdict], at: Instant, category: Option<&str>) -> Reached {
    let verdict = |rung: &ladder::Rung| {
        let rule = &rules[rung.rule];
        let is_its = category.is_none_or(|category| rule.settings.category.as_deref() == Some(category));
        (is_its && counts(rule, at)).then(|| verdicts[rung.rule])
    };
    if card.settings.by_points && category.is_none() {
        ladder::by_points(&card.from, &card.rungs, verdict)
    } else {
        ladder::climb(card.settings.levels.len(), &card.rungs, verdict)
    }
}

/// A service after its last instant.
struct Ended<'a> {
    rubric: &'a Rubric,
    instants: &'a [Instant],
    at: Instant,
    facts: &'a Facts<'a>,
    exempt: &'a [Exemption],
    questions: &'a Questions<'a>,
    campaigns: Vec<bool>,
}

impl Ended<'_> {
    fn score(&self, histories: Vec<Vec<Verdict>>, levels: Vec<Vec<Option<Reached>>>) -> ServiceScore {
        let verdicts: Vec<Verdict> = histories.iter().map(|history| history.last().copied().unwrap_or(Verdict::Outside)).collect();
        let cards = levels.into_iter().enumerate().filter_map(|(place, history)| self.standing(place, history, &verdicts)).collect();
        let results = histories.into_iter().enumerate().filter(|(rule, _)| verdicts[*rule] != Verdict::Outside);
        let campaigns = self.rubric.campaigns.iter().zip(&self.campaigns).filter(|(_, is_in)| **is_in);
        let campaigns = campaigns.map(|(campaign, _)| campaign.settings.id.clone()).collect();
        ServiceScore {
            campaigns,
            cards,
            results: results.map(|(rule, history)| self.result(rule, history)).collect(),
            ..ServiceScore::default()
        }
    }

    fn standing(&self, place: usize, history: Vec<Option<Reached>>, verdicts: &[Verdict]) -> Option<CardStanding> {
        let reached = history.last().copied().flatten()?;
        let (card, rules) = (&self.rubric.cards[place], &self.rubric.rules);
        let counted = |rung: &ladder::Rung| counts(&rules[rung.rule], self.at).then(|| verdicts[rung.rule]);
        let with = |wanted: Verdict| {
            let below = card.rungs.iter().filter(|rung| card.settings.by_points || rung.level <= usize::from(reached.level));
            below.filter(move |rung| counted(rung) == Some(wanted)).map(|rung| rung.rule)
        };
        let count = |test: &dyn Fn(Verdict) -> bool| card.rungs.iter().filter_map(counted).filter(|verdict| test(*verdict)).count() as u32;
        Some(CardStanding {
            card: place,
            reached,
            categories: card.categories.iter().map(|name| (name.clone(), level(card, rules, verdicts, self.at, Some(name)))).collect(),
            points: card.settings.by_points.then(|| ladder::points(&card.rungs, counted)),
            passed: count(&|verdict| verdict == Verdict::Pass),
            decided: count(&Verdict::is_decided),
            next: if usize::from(reached.level) < card.settings.levels.len() {
                with(Verdict::Fail).chain(with(Verdict::Unknown)).collect()
            } else {
                Vec::new()
            },
            history,
        })
    }

    fn result(&self, rule: usize, history: Vec<Verdict>) -> RuleResult {
        let verdict = history.last().copied().unwrap_or(Verdict::Outside);
        let same = history.iter().rev().take_while(|before| **before == verdict).count();
        let since = history.len().checked_sub(same).filter(|first| *first > 0 && history[first - 1] != Verdict::Outside);
        let asked = &self.rubric.rules[rule];
        let missing = if verdict == Verdict::Unknown { self.missing(rule) } else { Vec::new() };
        let exemption = self.exempt.iter().find(|exemption| verdict == Verdict::Exempt && exemption.rule == asked.settings.id);
        RuleResult {
            rule,
            verdict,
            evidence: if verdict == Verdict::NotApplicable { String::new() } else { self.evidence(asked) },
            missing,
            exemption: exemption.cloned(),
            since: since.map(|first| self.instants[first - 1]),
            history,
        }
    }

    fn missing(&self, rule: usize) -> Vec<Missing> {
        let (pass, scope) = &self.questions.rules[rule];
        let answers = scope.iter().chain([pass]).filter_map(|question| question.last.answer.as_ref());
        let mut found: Vec<Missing> = Vec::new();
        for answer in answers {
            match answer {
                Answer::Unknown(missing) => found.extend(missing.iter().filter(|one| !found.contains(one)).cloned().collect::<Vec<_>>()),
                Answer::Broken(reason) => found.push(Missing { fact: reason.clone(), reason: milepost_model::Unknown::NotCollected }),
                Answer::Yes | Answer::No => {}
            }
        }
        found
    }

    /// What was found: what the rule says itself, or the values of the facts that it reads.
    fn evidence(&self, asked: &AskedRule) -> String {
        if let Some(text) = asked.evidence.as_ref().and_then(|rule| rule.tell(self.facts)) {
            return text;
        }
        let known = Vocabulary::PATHS.facts();
        let reads = asked.pass.reads().iter().filter(|place| known[**place].about().tier != Tier::Now);
        let mut parts: Vec<String> =
            reads.map(|&place| format!("{}: {}", known[place].about().title, self.facts.reading(place).words())).collect();
        for probe in asked.pass.probes() {
            let answer = self.facts.answer(probe);
            let word = answer.map_or("not known", |is_there| if is_there { "yes" } else { "no" });
            parts.push(match &probe.pattern {
                Some(pattern) => format!("{} holds {}: {word}", probe.glob, pattern.as_str()),
                None => format!("{}: {word}", probe.glob),
            });
        }
        parts.join(" · ")
    }
}
