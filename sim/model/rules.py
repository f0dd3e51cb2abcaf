"""The coefficients as the engine reads them, one per field.

Their meanings, units, ranges and sources are in `sim/rules/default.toml`, and `buckstop rules`
prints them. The loader checks that file and class have the same keys.
"""

import attr


# No repr: a line of hundreds of figures helps nobody, and each start would pay for it.
@attr.s(auto_attribs=True, repr=False, unsafe_hash=True, on_setattr=attr.setters.frozen)
class Rules:
    """All coefficients of the model."""

    # Own people: what they cost, how they come and go
    paid_hours_month: float
    productive_share: float
    benefits: float
    workplace: float
    wage_growth: float
    hire_lead_months: float
    recruiting: float
    novice_gap: float
    ramp_months: float
    ramp_shape: float
    attrition: float
    attrition_morale: float
    usual_morale: float
    morale_output: float
    severance_months: float
    layoff_output: float
    layoff_quits: float
    layoff_quits_most: float
    layoff_morale: float
    layoff_shock_months: float
    overtime_premium: float
    normal_week: float
    full_output_week: float
    no_output_week: float
    overtime_morale: float
    tiredness_rate: float
    morale_recovery: float
    training_gain: float
    training_cost: float
    training_limit: float
    knowledge_training: float
    practice_gain: float
    turnover_smoothing: float
    idle_morale: float

    # Oversight: what it takes, what it finds
    contract_hours_team: float
    contract_hours_freelancer: float
    contract_hours_vendor: float
    contract_hours_abroad: float
    contract_hours_site: float
    head_hours_team: float
    head_hours_freelancer: float
    head_hours_vendor: float
    head_hours_site: float
    trust_saving: float
    level_light: float
    level_close: float
    brief_team: float
    brief_freelancer: float
    brief_vendor: float
    brief_site_task: float
    brief_abroad: float
    brief_site: float
    selection_cost: float
    audit_hours: float
    audit_cost: float
    reference_hours: float
    review_strength: float
    detection_team: float
    detection_site: float
    detection_vendor: float
    detection_freelancer: float
    sla_detection: float
    blind_detection: float
    fatigue_rise: float
    overload_worst: float
    fatigue_fade: float
    fatigue_hours: float
    overload_slip: float

    # Hours of work for a standard hour
    capability_worst: float
    capability_best: float
    capability_span: float
    distance_effort: float
    wait_routine: float
    distance_wait: float
    zone_share: float
    talk_lost: float
    distance_vendor: float
    distance_freelancer: float
    learning_rate: float
    learning_effort: float
    learning_hours: float
    rush_limit: float
    rush_effort: float
    schedule_months: float
    schedule_power: float
    schedule_slack: float
    schedule_least: float
    vendor_scale: float
    vendor_scale_hours: float
    night_premium: float
    awake_hours: float
    brooks: float
    scope_growth: float
    scope_tail: float
    scope_trim: float
    scope_hours: float
    scope_done: float
    work_noise: float
    idle_chance: float
    idle_output: float
    padding: float

    # Working across borders
    coordination_base: float
    coordination_coupling: float
    transition_vendor: float
    transition_abroad: float
    transition_site: float
    transition_freelancer: float
    transition_base: float
    transition_project: float
    ramp_start: float
    ramp_least: float
    transition_noticed: float
    lead_abroad_months: float
    site_lead_months: float
    site_setup_hours: float
    site_management: float
    site_benefits: float
    site_head_wage: float

    # Defects: made, caught, let through
    defect_rate: float
    defect_capability: float
    defect_complexity: float
    defect_distance: float
    defect_misaligned: float
    watched_interest: float
    defect_fatigue: float
    rework_hours: float
    late_cost_low: float
    late_cost_high: float
    late_cost_tail: float
    surface_share: float
    surface_turns: float
    base_quality: float
    craft_quality: float
    fault_quality: float
    fault_worst: float
    fault_hours: float
    front_office_drop: float
    stranger_freelancer: float
    quality_unseen: float

    # What failure costs, and what comes back
    visibility_base: float
    refund_share: float
    shortfall_cost: float
    shortfall_least: float
    shortfall_base: float
    shortfall_tolerance: float
    dropout_month: float
    dropout_unreliable: float
    dropout_proven: float
    handover_loss: float
    handover_knowledge: float
    dropout_hours: float
    vendor_failure_hours: float
    acceptance_share: float
    vendor_failure_year: float
    failure_unhealthy: float
    breach_year: float
    breach_outside: float
    breach_unwatched: float
    breach_hours: float
    breach_premium: float
    backlash_chance: float
    backlash_reputation: float
    strain_interest: float
    strain_slack: float
    strain_limit: float
    sla_premium: float
    sla_credit_standard: float
    sla_credit_strict: float
    sla_level_standard: float
    sla_level_strict: float
    sla_care: float
    liability_premium: float
    liability_share: float
    liability_months: float
    warranty_share: float
    escrow_fee: float
    insurance_premium: float
    insurance_deductible: float
    insurance_share: float
    incident_reputation: float
    incident_worst: float
    breach_reputation: float
    reputation_pull: float
    patience_incident: float
    patience_worst: float
    patience_late: float
    patience_recovery: float
    reputation_neutral: float
    collapse_reputation: float
    give_up_turns: float

    # What the firm knows
    knowledge_growth: float
    knowledge_fade: float
    knowledge_idle: float
    knowledge_routine: float
    knowledge_turnover: float
    holdup_limit: float
    holdup_trust: float

    # Prices, bids, events
    rate_freelancer: float
    rate_vendor: float
    bid_spread: float
    hours_spread: float
    effort_spread: float
    bid_skill: float
    bid_cheap: float
    middling_skill: float
    bid_floor: float
    bid_ceiling: float
    crew_slack: float
    team_slack: float
    vendor_stake: float
    quoted_months: float
    bid_least: float
    bid_turns: float
    last_piece: float
    optimism: float
    fixed_least: float
    fixed_premium: float
    performance_base: float
    performance_risk: float
    performance_bonus: float
    performance_level: float
    performance_care: float
    term_discount: float
    term_months: float
    termination_fee: float
    notice_months_vendor: float
    upfront: float
    platform_fee: float
    trust_gain: float
    trust_loss: float
    trust_faults: float
    signal_month: float
    signal_noise: float
    audit_weight: float
    audit_noise: float
    references_most: float
    reference_praise: float
    reference_noise: float
    reference_shared: float
    prior_spread: float
    rating_informs: float
    rating_reviews: float
    usual_rating: float
    busy_chance: float
    surge_month: float
    surge_size: float
    surge_fade: float
    key_person_year: float
    key_person_skill: float
    key_person_team: float
    key_person_knowledge: float
    change_request: float
    change_size: float
    price_rise_month: float
    price_rise_size: float
    escalation_month: float
    interest: float

    # What providers are like: ranges from which a seed draws
    skill_freelancer_low: float
    skill_freelancer_high: float
    skill_vendor_low: float
    skill_vendor_high: float
    reliability_low: float
    reliability_high: float
    alignment_low: float
    alignment_high: float
    attention_low: float
    attention_high: float
    attention_pace: float
    health_low: float
    health_high: float
    subcontracts: float
    subcontracts_again: float
    subcontract_links: float
    subcontractor_skill: float
    vendor_heads_low: float
    vendor_heads_high: float
    site_skill: float
    known_signals: float
    known_trust: float
    running_trust: float
    rating_spread: float
    rating_skill: float
    reviews_most: float
    middling_reliability: float
    middling_health: float

    # Requests, and what answers to them do
    answer_hours: float
    escalation_hours: float
    renewal_hours: float
    bargain_share: float
    refusal_alignment: float
    refusal_leaves: float
    escalation_gain: float
    escalation_neglect: float
    concession_gain: float
    concession_share: float
    change_relief: float
    match_share: float
    promise_works: float
    match_morale: float
    discount_share: float
    discount_patience: float
    visit_patience: float
    silence_patience: float
    deal_silence: float
    unhappy_patience: float
    press_loss: float
    press_reputation: float
    press_softened: float
    press_cost: float
    milestone_slip: float

    def __reduce__(self) -> tuple[type["Rules"], tuple[float, ...]]:
        """Pickled by its values: what cannot be changed cannot be filled later, if compiled."""
        return Rules, attr.astuple(self)
