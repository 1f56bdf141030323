"""Addresses of imports: everything under /imports/."""

from django.urls import path

from maillage.core.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.runs, name="list"),
    path("nouvelle/<slug:importer>/", views.new, name="new"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/avancement/", views.progress, name="progress"),
    path("<int:pk>/cellules.csv", views.faults_file, {"kind": "csv"}, name="faults"),
    path("<int:pk>/cellules.xlsx", views.faults_file, {"kind": "xlsx"}, name="faults_workbook"),
    path("<int:pk>/importer/", views.confirm, name="confirm"),
    path("<int:pk>/defaire/", views.undo, name="undo"),
    path("<int:pk>/oublier/", views.discard, name="discard"),
]
