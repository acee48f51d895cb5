-- The questions of `benches/metrics.rs`, asked of DuckDB, to compare what the answers cost.
--
--   cargo bench --bench metrics -- 10000000 STORE
--   time duckdb -c "set variable store = 'STORE'; set threads = 2" -f benches/metrics.sql
--
-- It is the whole way from the parts of a store to JSON: the newest revision of each record, one deployment rule a
-- service, kinds of deployments, the changes that each brought, failures and repairs, every metric in five windows and
-- in 53 weeks for each service, and the spread over services. Where it takes a short cut (a commit's place by its time
-- instead of by its parents, no flags, no reasons, no records behind a figure, no coverage) the short cut is the cheaper one.

create macro newest(kind) as table
    select * from read_parquet(getvariable('store') || '/kind=' || kind || '/*/*.parquet', hive_partitioning = false)
    qualify row_number() over (partition by id order by rev desc, content_hash) = 1;
create macro seconds(later, earlier) as epoch(later)::bigint - epoch(earlier)::bigint;
set variable until = timestamptz '2027-01-01 00:00:00+00';

create temp table places as
    select repo, sha, authored_at, committed_at, subject, reverts,
        row_number() over (partition by repo order by committed_at, sha) as place
    from newest('commit') where committed_at < getvariable('until');

create temp table merged as
    select id, repo, merge_sha, merged_at, created_at, first_commit_at, title, head, labels, commit_shas, first_review_at, is_bot
    from newest('change') where merged_at < getvariable('until');

create temp table changes as
    select m.id, m.repo, p.place, m.merged_at, m.created_at, coalesce(m.first_commit_at, p.authored_at) as began_at, m.first_review_at,
        regexp_matches(coalesce(m.title, '') || ' ' || coalesce(m.head, '') || ' ' || array_to_string(m.labels, ' '),
            '(?i)\b(hotfix|hot-fix|emergency)\b') as is_hotfix,
        nullif(regexp_extract(m.title, '^Revert "(.*)"$', 1), '') as reverted, m.title
    from merged m join places p on p.repo = m.repo and p.sha = m.merge_sha
    where m.is_bot is distinct from true
    union all
    select 'commit ' || p.sha, p.repo, p.place, p.committed_at, null, p.authored_at, null,
        regexp_matches(p.subject, '(?i)\b(hotfix|hot-fix|emergency)\b'), nullif(regexp_extract(p.subject, '^Revert "(.*)"$', 1), ''), p.subject
    from places p
    where not exists (from merged m where m.repo = p.repo and m.merge_sha = p.sha)
        and not exists (from (select repo, unnest(commit_shas) as sha from merged) m where m.repo = p.repo and m.sha = p.sha);

-- One rule a service: deployments, or runs that deploy, or releases, the first that has events.
create temp table events as
    with candidates as (
        select 1 as rule, id, repo, sha, created_at, started_at, coalesce(finished_at, created_at) as finished_at, outcome
        from newest('deployment')
        where tier = 'production' or regexp_full_match(environment, '(?i)(prod|production|live|prd)([-_ /].*)?')
        union all
        select 2, id, repo, sha, created_at, started_at, finished_at, outcome from newest('pipeline_run')
        where regexp_matches(workflow, '(?i)(deploy|release|publish)[^/]*\.ya?ml$') and outcome in ('success', 'failure')
        union all
        select 3, id, repo, sha, published_at, null, published_at, 'success' from newest('release')
        where is_draft is distinct from true and is_prerelease is distinct from true)
    select * from candidates where finished_at < getvariable('until') qualify rule = min(rule) over (partition by repo);

create temp table successes as
    with ordered as (
        select e.*, p.place, lag(e.sha) over s as sha_before, lag(p.place) over s as place_before,
            row_number() over (partition by e.repo, e.sha order by e.finished_at, e.id) as times_seen
        from events e left join places p on p.repo = e.repo and p.sha = e.sha
        where e.outcome = 'success'
        window s as (partition by e.repo order by e.finished_at, e.id))
    select *, case when sha_before is null then 'baseline' when sha = sha_before then 'redeploy'
        when times_seen > 1 or place < place_before then 'rollback' else 'forward' end as what
    from ordered;

create temp table brought as
    select c.*, d.id as deployment, d.started_at, d.finished_at
    from changes c asof join (from successes where what in ('forward', 'baseline')) d on c.repo = d.repo and c.place <= d.place
    where d.what = 'forward';

create temp table deployed as
    with repairs as (
        select deployment, bool_or(is_hotfix) as is_hotfix from brought group by deployment),
    reverts as (
        select r.deployment as repair, any_value(o.deployment) as broken
        from brought r join brought o on o.repo = r.repo and o.title = r.reverted and o.deployment <> r.deployment
        where r.reverted is not null group by r.deployment),
    known as (
        select s.*, coalesce(r.is_hotfix, false) as is_hotfix, v.broken as reverts,
            row_number() over n as turn, lag(s.finished_at) over (partition by s.repo, s.what order by s.finished_at, s.id) as finished_before,
            lead(coalesce(r.is_hotfix, false)) over n as hotfix_next, lead(s.finished_at) over n as finished_next
        from successes s left join repairs r on r.deployment = s.id left join reverts v on v.repair = s.id
        window n as (partition by s.repo order by s.finished_at, s.id)),
    -- What failed is what followed the newest deployment that the rollback leads back to.
    undone as (
        select r.repo, r.finished_at, max(d.turn) + 1 as turn from known r join known d on d.repo = r.repo and d.turn < r.turn and d.place <= r.place
        where r.what = 'rollback' group by r.repo, r.id, r.finished_at),
    repaired as (
        select repo, turn, min(finished_at) as repaired_at from (
            select repo, turn, finished_at from undone
            union all select repo, turn, finished_next from known where hotfix_next and what = 'forward'
            union all select d.repo, d.turn, k.finished_at from known k join known d on d.id = k.reverts)
        group by all)
    select k.*, k.what = 'forward' and f.turn is not null as has_failed, f.repaired_at as recovered_at
    from known k left join repaired f on f.repo = k.repo and f.turn = k.turn;

create temp table spans as
    select * from (values ('90d', 90, 0), ('90d_before', 180, 90), ('28d', 28, 0), ('28d_before', 56, 28), ('180d', 180, 0)) t(span, first, last);
create temp table windows as
    select span, getvariable('until') - to_days(first) as since, getvariable('until') - to_days(last) as til, false as is_week from spans
    union all
    select 'week ' || n, getvariable('until') - to_days(7 * n + 4 + 7), getvariable('until') - to_days(7 * n + 4), true from range(53) t(n);

create temp table by_deployment as
    select w.span, d.repo,
        count(*) filter (what = 'forward') as deployments,
        count(*) filter (has_failed) as failed,
        count(*) filter (what = 'rollback' or (what = 'forward' and (is_hotfix or reverts is not null))) as rework,
        quantile_cont(seconds(finished_at, finished_before), 0.5) filter (what = 'forward') as median_gap,
        quantile_cont(seconds(finished_at, started_at), [0.25, 0.5, 0.75, 0.9]) filter (what = 'forward') as deploy_time
    from deployed d join windows w on d.finished_at >= w.since and d.finished_at < w.til group by all;
create temp table by_recovery as
    select w.span, d.repo, quantile_cont(seconds(recovered_at, finished_at), [0.25, 0.5, 0.75, 0.9]) as recovery, count(*) as recovered
    from deployed d join windows w on d.recovered_at >= w.since and d.recovered_at < w.til where has_failed group by all;
create temp table by_change as
    select w.span, b.repo, count(*) as changes, quantile_cont(seconds(finished_at, began_at), [0.25, 0.5, 0.75, 0.9]) as lead_time,
        quantile_cont(greatest(0, seconds(finished_at, merged_at)), [0.25, 0.5, 0.75, 0.9]) as merge_to_deploy, quantile_cont(greatest(0, seconds(started_at, merged_at)), [0.25, 0.5, 0.75, 0.9]) as waiting
    from brought b join windows w on b.finished_at >= w.since and b.finished_at < w.til group by all;
create temp table by_merge as
    select w.span, c.repo, quantile_cont(seconds(created_at, began_at), [0.25, 0.5, 0.75, 0.9]) as coding, quantile_cont(seconds(merged_at, created_at), [0.25, 0.5, 0.75, 0.9]) as review,
        quantile_cont(seconds(first_review_at, created_at), [0.25, 0.5, 0.75, 0.9]) as pickup
    from changes c join windows w on c.merged_at >= w.since and c.merged_at < w.til group by all;
create temp table by_attempt as
    select w.span, e.repo, count(*) filter (outcome = 'failure') as failures, count(*) filter (outcome in ('failure', 'success')) as attempts
    from events e join windows w on e.finished_at >= w.since and e.finished_at < w.til group by all;
create temp table by_week as
    with weeks as (select repo, date_trunc('week', finished_at) as week, count(*) as n, count(distinct date_trunc('day', finished_at)) as days
        from deployed where what = 'forward' group by all),
    every as (select s.span, w.week from windows s
        join (select date_trunc('week', getvariable('until')) - to_days(7 * n) as week from range(30) t(n)) w
        on not s.is_week and w.week >= s.since and w.week + to_days(7) <= s.til)
    select e.span, r.repo, quantile_cont(coalesce(n, 0), 0.5) as median_per_week, quantile_cont(coalesce(days, 0), 0.5) as median_days_per_week
    from every e cross join (select distinct repo from deployed) r left join weeks w on w.repo = r.repo and w.week = e.week group by all;

create temp table figures as
    from by_deployment full join by_change using (span, repo) full join by_merge using (span, repo) full join by_attempt using (span, repo)
        full join by_recovery using (span, repo) full join by_week using (span, repo);
create temp table spread as
    select span, count(*) as services, quantile_cont(deployments, [0.25, 0.5, 0.75, 0.9]) as deployments, quantile_cont(lead_time[2], [0.25, 0.5, 0.75, 0.9]) as lead_time,
        quantile_cont(merge_to_deploy[2], [0.25, 0.5, 0.75, 0.9]) as merge_to_deploy, quantile_cont(waiting[2], [0.25, 0.5, 0.75, 0.9]) as waiting, quantile_cont(coding[2], [0.25, 0.5, 0.75, 0.9]) as coding, quantile_cont(review[2], [0.25, 0.5, 0.75, 0.9]) as review,
        quantile_cont(deploy_time[2], [0.25, 0.5, 0.75, 0.9]) as deploy_time, quantile_cont(failed / nullif(deployments, 0), [0.25, 0.5, 0.75, 0.9]) as change_fail_rate,
        quantile_cont(rework / nullif(deployments, 0), [0.25, 0.5, 0.75, 0.9]) as rework, quantile_cont(failures / nullif(attempts, 0), [0.25, 0.5, 0.75, 0.9]) as failed_attempts, quantile_cont(recovery[2], [0.25, 0.5, 0.75, 0.9]) as recovery
    from figures group by span;
select count(*) as figures, sum(length(to_json(f)::varchar)) as json from figures f
union all select count(*), sum(length(to_json(s)::varchar)) from spread s;
