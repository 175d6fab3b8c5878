"""Policy instruments: what a lever costs and gives, from the user's numbers by plain arithmetic.

One file an instrument, each a function of the input values by code. Money is in 万元, shares and
rates in per cent. Nothing is forecast: results say what follows from the numbers entered. What
lies outside a founding paper's range is calculated all the same and named by check_inputs.
"""

from scoreboard.analysis.instruments.chain_sharing import ChainSharing, share_chain_project
from scoreboard.analysis.instruments.consortium_kpi import ConsortiumScore, score_consortium
from scoreboard.analysis.instruments.income_sharing import IncomeSharing, share_income
from scoreboard.analysis.instruments.inputs import (
    InputProblem,
    check_inputs,
    complete_inputs,
    encode_inputs,
)
from scoreboard.analysis.instruments.institute_funding import InstituteFunding, fund_institute
from scoreboard.analysis.instruments.pilot_subsidy import PilotSubsidy, subsidise_pilot
from scoreboard.analysis.instruments.shared_line import SharedLine, compare_lines
from scoreboard.analysis.instruments.shares import PartyShare, split_amount
from scoreboard.analysis.instruments.staged_fund import FundStage, StagedFund, plan_stages

__all__ = [
    "ChainSharing",
    "ConsortiumScore",
    "FundStage",
    "IncomeSharing",
    "InputProblem",
    "InstituteFunding",
    "PartyShare",
    "PilotSubsidy",
    "SharedLine",
    "StagedFund",
    "check_inputs",
    "compare_lines",
    "complete_inputs",
    "encode_inputs",
    "fund_institute",
    "plan_stages",
    "score_consortium",
    "share_chain_project",
    "share_income",
    "split_amount",
    "subsidise_pilot",
]
