/** The host's side of `token-endpoint`, for copying: who is signed in, may they see this candidate, then a token. */
export interface TokenRoute {
  name: string;
  file: string;
  code: string;
}

export interface Addresses {
  /** Of the Canditech server. */
  server: string;
  /** Of the host's pages. */
  origin: string;
}

const express = ({ server, origin }: Addresses) => `
app.post('/canditech/token', requireLogin, express.json(), async (req, res) => {
  const candidate = await findCandidateVisibleTo(req.user, req.body.candidateId); // your own check, first
  if (!candidate) return res.sendStatus(403);
  const { externalId, name, email } = candidate;
  const actor = { name: req.user.name };
  const headers = { Authorization: \`Bearer \${process.env.CANDITECH_EMBED_KEY}\`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ sub: String(req.user.id), actor, role: 'recruiter', candidate: { externalId, name, email }, origin: '${origin}' });
  const minted = await fetch('${server}/v1/embed/sessions', { method: 'POST', headers, body });
  res.status(minted.status).set('Cache-Control', 'no-store').json(await minted.json());
});`;

const next = ({ server, origin }: Addresses) => `
export async function POST(request: Request) {
  const user = await currentUser();
  const { candidateId } = await request.json();
  const candidate = user && (await findCandidateVisibleTo(user, candidateId)); // your own check, first
  if (!candidate) return Response.json({ detail: 'Not your candidate.' }, { status: 403 });
  const { externalId, name, email } = candidate;
  const actor = { name: user.name };
  const minted = await fetch('${server}/v1/embed/sessions', {
    method: 'POST',
    headers: { Authorization: \`Bearer \${process.env.CANDITECH_EMBED_KEY}\`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: String(user.id), actor, role: 'recruiter', candidate: { externalId, name, email }, origin: '${origin}' }),
  });
  return Response.json(await minted.json(), { status: minted.status, headers: { 'Cache-Control': 'no-store' } });
}`;

const django = ({ server, origin }: Addresses) => `
import json, requests
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from .models import Candidate

# urls.py: path("canditech/token", views.canditech_token)
@csrf_exempt  # it changes nothing, and no other site can read the answer
@require_POST
@login_required
def canditech_token(request):
    candidate_id = json.loads(request.body)["candidateId"]
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=candidate_id)  # your own check, first
    name = request.user.get_full_name() or request.user.get_username()  # must not be empty
    minted = requests.post("${server}/v1/embed/sessions", timeout=10,
        headers={"Authorization": f"Bearer {settings.CANDITECH_EMBED_KEY}"},
        json={"sub": str(request.user.pk), "actor": {"name": name}, "role": "recruiter",
              "candidate": {"externalId": str(candidate.pk), "name": candidate.name, "email": candidate.email},
              "origin": "${origin}"})
    return JsonResponse(minted.json(), status=minted.status_code, headers={"Cache-Control": "no-store"})`;

const rails = ({ server, origin }: Addresses) => `
require "net/http"

# config/routes.rb: post "/canditech/token", to: "canditech_tokens#create"
class CanditechTokensController < ApplicationController
  before_action :authenticate_user!
  skip_forgery_protection # it changes nothing, and no other site can read the answer

  def create
    candidate = current_user.visible_candidates.find(params[:candidateId]) # your own check, first
    grant = { sub: current_user.id.to_s, actor: { name: current_user.name }, role: "recruiter", origin: "${origin}",
              candidate: { externalId: candidate.id.to_s, name: candidate.name, email: candidate.email } }
    headers = { "Authorization" => "Bearer #{ENV.fetch("CANDITECH_EMBED_KEY")}", "Content-Type" => "application/json" }
    minted = Net::HTTP.post(URI("${server}/v1/embed/sessions"), grant.to_json, headers)
    no_store
    render json: minted.body, status: minted.code.to_i
  end
end`;

const laravel = ({ server, origin }: Addresses) => `
use Illuminate\\Foundation\\Http\\Middleware\\VerifyCsrfToken;
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\{Http, Route};

// config/services.php: 'canditech' => ['embed_key' => env('CANDITECH_EMBED_KEY')],
Route::post('/canditech/token', function (Request $request) {
    $user = $request->user();
    $candidate = $user->visibleCandidates()->findOrFail($request->input('candidateId')); // your own check, first
    $minted = Http::withToken(config('services.canditech.embed_key'))->post('${server}/v1/embed/sessions', [
        'sub' => (string) $user->id,
        'actor' => ['name' => $user->name],
        'role' => 'recruiter',
        'candidate' => ['externalId' => (string) $candidate->id, 'name' => $candidate->name, 'email' => $candidate->email],
        'origin' => '${origin}',
    ]);
    return response()->json($minted->json(), $minted->status(), ['Cache-Control' => 'no-store']);
})->middleware('auth')->withoutMiddleware(VerifyCsrfToken::class); // changes nothing, and no other site can read it`;

const aspNet = ({ server, origin }: Addresses) => `
using System.Net.Http.Headers;
using System.Security.Claims;

// before builder.Build():
builder.Services.AddHttpClient("canditech", client => client.DefaultRequestHeaders.Authorization =
    new AuthenticationHeaderValue("Bearer", builder.Configuration["CANDITECH_EMBED_KEY"]));

// before app.Run():
app.MapPost("/canditech/token", async (TokenRequest asked, HttpContext http, Candidates candidates, IHttpClientFactory clients) =>
{
    var candidate = await candidates.FindVisibleTo(http.User, asked.CandidateId); // your own check, first
    if (candidate is null) return Results.StatusCode(403);
    var sub = http.User.FindFirstValue(ClaimTypes.NameIdentifier)!;
    var minted = await clients.CreateClient("canditech").PostAsJsonAsync("${server}/v1/embed/sessions", new {
        sub, actor = new { name = http.User.Identity?.Name ?? sub }, role = "recruiter", origin = "${origin}",
        candidate = new { externalId = candidate.Id.ToString(), name = candidate.Name, email = candidate.Email } });
    http.Response.Headers.CacheControl = "no-store";
    return Results.Text(await minted.Content.ReadAsStringAsync(), "application/json", null, (int)minted.StatusCode);
}).RequireAuthorization();

// at the end of the file, below app.Run():
record TokenRequest(string CandidateId);`;

export const tokenRoutes = (addresses: Addresses): TokenRoute[] =>
  [
    { name: 'Express', file: 'server.js', code: express },
    { name: 'Next', file: 'app/canditech/token/route.ts', code: next },
    { name: 'Django', file: 'views.py', code: django },
    { name: 'Rails', file: 'app/controllers/canditech_tokens_controller.rb', code: rails },
    { name: 'Laravel', file: 'routes/web.php', code: laravel },
    { name: 'ASP.NET', file: 'Program.cs', code: aspNet },
  ].map(({ name, file, code }) => ({ name, file, code: code(addresses).trim() }));
